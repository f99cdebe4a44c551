import { vi } from 'vitest'
import { describeCrashes } from './crash-cuts.ts'

vi.mock('node:timers/promises', () => import('./turns.ts'))

describeCrashes('process', 'what was there at some moment since the last sync or fold')
