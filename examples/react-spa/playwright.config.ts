// COUNTERSIGN_URL says against what the tests run: a sandbox or a mock that is up.
import { defineConfig } from '@playwright/test'

const port = Number(process.env.APP_PORT ?? 5173)
const executablePath = process.env.CHROMIUM_PATH

export default defineConfig({
  testDir: 'tests',
  fullyParallel: true,
  timeout: 60_000,
  expect: { timeout: 15_000 },
  reporter: process.env.CI ? 'line' : 'list',
  use: {
    baseURL: `http://localhost:${port}`,
    ...(executablePath && { launchOptions: { executablePath, args: ['--no-sandbox', '--disable-gpu'] } }),
  },
  webServer: {
    command: `npx vite build && npx vite preview --port ${port} --strictPort`,
    url: `http://localhost:${port}`,
    timeout: 120_000,
  },
})
