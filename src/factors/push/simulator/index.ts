export { pushSimulator } from './definition.ts'
export { type SoftwarePhone, softwarePhone } from './software-phone.ts'
