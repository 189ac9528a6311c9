export {
  changeProvisioned,
  findProvisioned,
  listProvisioned,
  provisionAccount,
  removeProvisioned,
} from './accounts.ts'
export {
  changeProvisionedGroup,
  findProvisionedGroup,
  listProvisionedGroups,
  membersOfProvisioned,
  provisionGroup,
  removeProvisionedGroup,
} from './groups.ts'
export { provisioningMigrations } from './migrations.ts'
export type {
  Profile,
  ProvisionedAccount,
  ProvisionedGroup,
  WantedAccount,
  WantedGroup,
} from './schema.ts'
