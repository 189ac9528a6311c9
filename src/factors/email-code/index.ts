export type { EmailCodeConfig } from './config.ts'
export { emailCodeModule } from './module.ts'
