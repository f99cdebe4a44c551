export type { Disk, DiskFile, DiskLock, FileState, PathState } from './disk.ts'
export { datasetItems } from './dataset-items.ts'
export { fileDriver, type FileDriverOptions } from './file-driver.ts'
export { type FileEngine, type FileEngineOptions, openFileEngine } from './file-engine.ts'
