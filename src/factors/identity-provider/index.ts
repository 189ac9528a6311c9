export { identityProviderModule } from './module.ts'
