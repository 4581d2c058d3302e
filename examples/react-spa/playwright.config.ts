// Starts a sandbox of its own, or asks the sandbox or mock of COUNTERSIGN_URL.
import type { WorkerOptions } from '@countersign/testing/playwright'
import { defineConfig } from '@playwright/test'

const port = Number(process.env.APP_PORT ?? 5173)
const sandboxPort = Number(process.env.SANDBOX_PORT ?? 3000)
const url = process.env.COUNTERSIGN_URL || `http://localhost:${sandboxPort}`
const sandbox = {
  command: `npx countersign dev --memory --port ${sandboxPort}`,
  url: `${url}/health/ready`,
  // One that is up already is asked.
  reuseExistingServer: true,
}
const executablePath = process.env.CHROMIUM_PATH

export default defineConfig<object, WorkerOptions>({
  testDir: 'tests',
  fullyParallel: true,
  timeout: 60_000,
  expect: { timeout: 15_000 },
  reporter: process.env.CI ? 'line' : 'list',
  use: {
    sandboxUrl: url,
    baseURL: `http://localhost:${port}`,
    ...(executablePath && { launchOptions: { executablePath, args: ['--no-sandbox', '--disable-gpu'] } }),
  },
  webServer: [
    ...(process.env.COUNTERSIGN_URL ? [] : [sandbox]),
    {
      // Whoever previews the app beside it does so on another port.
      command: `npx vite build && npx vite preview --port ${port} --strictPort --bypass-lock`,
      env: { COUNTERSIGN_URL: url },
      url: `http://localhost:${port}`,
      timeout: 120_000,
    },
  ],
})
