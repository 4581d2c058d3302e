export { beginReauthentication, reauthenticate } from '../app-and-platform/reauthentication.ts'
