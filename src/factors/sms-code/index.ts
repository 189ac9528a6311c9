export type { SmsCodeConfig } from './config.ts'
export { smsCodeModule } from './module.ts'
