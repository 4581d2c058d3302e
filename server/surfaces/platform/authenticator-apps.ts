export * from '../app-and-platform/authenticator-apps.ts'
