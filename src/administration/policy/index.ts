export { effectOfRules, type RulesEffect, type Some } from './effect.ts'
export { tellOfExceptions } from './exception-alarms.ts'
export {
  approveException,
  type DecisionInput,
  type ExceptionInput,
  type ExceptionView,
  endException,
  listExceptions,
  requestException,
} from './exceptions.ts'
export { type Explanation, explainPolicy, type WhatIf } from './explain.ts'
export {
  addToGroup,
  createGroup,
  type GroupView,
  listGroups,
  listMembers,
  type MembersQuery,
  removeGroup,
  takeFromGroup,
} from './groups.ts'
export { administratorsShutOut, requireWayIn } from './lock-out.ts'
export {
  type Applied,
  type ApplyInput,
  applyRules,
  listRevisions,
  previewRules,
  type RevisionView,
  type RulesPreview,
  showRevision,
} from './revisions.ts'
export { type PolicyView, showPolicy } from './view.ts'
