export { reauthenticate } from '../backend/reauthentication.ts'
