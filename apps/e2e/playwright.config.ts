import { defineConfig } from '@playwright/test'
import { findChromium } from './src/chromium.ts'
import type { ApiOptions } from './src/zoo-test.ts'

const executablePath = findChromium()

/** Every spec runs twice: the API on JSON files, and the API on DynamoDB (dynoxide). */
export default defineConfig<object, ApiOptions>({
  testDir: 'src',
  fullyParallel: true,
  forbidOnly: true,
  workers: 2,
  reporter: 'list',
  use: {
    launchOptions: {
      ...(executablePath !== undefined && { executablePath }),
      args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
    },
  },
  projects: [
    { name: 'file', use: { mode: 'file' } },
    { name: 'dynamo', use: { mode: 'dynamo' } },
  ],
})
