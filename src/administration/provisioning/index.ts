export {
  changeProvisioned,
  countProvisioned,
  findProvisioned,
  listProvisioned,
  lookUpProvisioned,
  provisionAccount,
  removeProvisioned,
} from './accounts.ts'
export { broughtAccount } from './brought.ts'
export {
  changeProvisionedGroup,
  countProvisionedGroups,
  findProvisionedGroup,
  listProvisionedGroups,
  lookUpProvisionedGroup,
  provisionedGroupsOf,
  provisionGroup,
  removeProvisionedGroup,
} from './groups.ts'
export { provisioningMigrations } from './migrations.ts'
export type {
  Lookup,
  Page,
  Profile,
  ProvisionedAccount,
  ProvisionedGroup,
  WantedAccount,
  WantedGroup,
} from './schema.ts'
