export { openRevocation, type Revocation } from './open.ts'
