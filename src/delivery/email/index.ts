export { type EmailConfig, emailConfig } from './config.ts'
export { emailTransport } from './email.ts'
export { mailGuard } from './guard.ts'
export { type SmtpSettings, smtpTransport } from './smtp.ts'
