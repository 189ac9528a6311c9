export { smsSimulator } from './definition.ts'
