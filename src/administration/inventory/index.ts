export { type Advice, type AdviceItem, type AdviceQuery, adviseInventory } from './advise.ts'
export { type BroughtList, bringAccessList, type ListInput, withdrawAccessList } from './bring.ts'
export type { Stage } from './propose.ts'
export {
  type ClassInput,
  classifySystems,
  forgetSystemClass,
  type SystemsView,
  type SystemView,
  setSystemClass,
} from './systems.ts'
