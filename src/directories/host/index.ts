export { type HostUser, type HostUsers, hostDirectory, hostDirectoryId } from './host.ts'
