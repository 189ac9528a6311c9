export { smartCardSimulator } from './definition.ts'
