export { type BroughtList, bringAccessList, type ListInput, withdrawAccessList } from './bring.ts'
export {
  type ClassInput,
  classifySystems,
  forgetSystemClass,
  type SystemsView,
  type SystemView,
  setSystemClass,
} from './systems.ts'
