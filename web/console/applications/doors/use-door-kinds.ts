import { useQuery } from '@tanstack/react-query'
import { listDoorKinds } from '../../../api/doors.ts'
import { keys } from '../../../api/keys.ts'

/** By which doors applications can be connected here. */
export function useDoorKinds() {
  return useQuery({ queryKey: keys.doorKinds, queryFn: ({ signal }) => listDoorKinds(signal) })
}
