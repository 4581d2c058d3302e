import { defineConfig } from 'vite'

export default defineConfig({
  // The service, sandbox or mock: the one thing that differs between here and production.
  define: { AUTH_URL: JSON.stringify(process.env.COUNTERSIGN_URL || 'http://localhost:3000') },
})
