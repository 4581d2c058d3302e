import { createRoot } from 'react-dom/client'
import { AuthProvider } from '@countersign/client/react'
import { App } from './app.tsx'

createRoot(document.getElementById('root')!).render(
  <AuthProvider baseUrl={AUTH_URL} clientId="cid_inbox_manager" storage="cookie">
    <App />
  </AuthProvider>,
)
