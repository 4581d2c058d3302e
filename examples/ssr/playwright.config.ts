// COUNTERSIGN_URL says against what the tests run: a sandbox or a mock that is up.
import { defineConfig } from '@playwright/test'

const port = Number(process.env.APP_PORT ?? 5174)
const executablePath = process.env.CHROMIUM_PATH

export default defineConfig({
  testDir: 'tests',
  // Faults for everybody: what the app's server asks carries no header of a test.
  workers: 1,
  timeout: 60_000,
  expect: { timeout: 15_000 },
  reporter: process.env.CI ? 'line' : 'list',
  use: {
    baseURL: `http://localhost:${port}`,
    javaScriptEnabled: false,
    ...(executablePath && { launchOptions: { executablePath, args: ['--no-sandbox', '--disable-gpu'] } }),
  },
  webServer: { command: 'node server.ts', env: { PORT: String(port) }, url: `http://localhost:${port}` },
})
