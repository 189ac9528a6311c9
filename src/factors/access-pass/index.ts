export { accessPassModule } from './module.ts'
