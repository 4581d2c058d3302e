export { reauthenticate } from '../app-and-platform/reauthentication.ts'
