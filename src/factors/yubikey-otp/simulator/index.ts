export { yubikeySimulator } from './definition.ts'
export { newKey, type Touch, typedBy, type VirtualKey } from './virtual-key.ts'
