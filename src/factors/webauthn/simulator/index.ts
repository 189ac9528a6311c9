export { webauthnSimulator } from './definition.ts'
export { type SoftwareKey, type SoftwareKeyOptions, softwareKey } from './software-key.ts'
