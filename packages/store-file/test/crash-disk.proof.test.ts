import { vi } from 'vitest'
import { describeCrashes } from './crash-cuts.ts'

vi.mock('node:timers/promises', () => import('./turns.ts'))

describeCrashes('disk', 'what was acknowledged, and perhaps what was under way')
