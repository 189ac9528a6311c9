export type { MetadataBlob } from './blob.ts'
export { fidoRoots } from './fido-roots.ts'
export { isReported, type Model } from './model.ts'
export { isOverdue, type Metadata, openMetadata } from './open.ts'
