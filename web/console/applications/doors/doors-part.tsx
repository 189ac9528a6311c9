import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useId, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { listDoors } from '../../../api/doors.ts'
import { keys } from '../../../api/keys.ts'
import type { ApplicationView } from '../../../api/types.ts'
import card from '../../../kit/card.module.css'
import { QueryState } from '../../../step-up/query-state.tsx'
import { ConnectDialog } from './connect-dialog.tsx'
import { DoorRow } from './door-row.tsx'
import classes from './doors.module.css'
import { useSeen } from './use-seen.ts'

/** The doors by which people come to an application. */
export function DoorsPart({ application }: { application: ApplicationView }) {
  const { t } = useTranslation('console')
  const title = useId()
  const [connecting, setConnecting] = useState(false)
  const part = useRef<HTMLElement>(null)
  const seen = useSeen(part)
  const doors = useQuery({
    enabled: seen,
    queryKey: keys.doors(application.id),
    queryFn: ({ signal }) => listDoors(application.id, signal),
  })
  return (
    <section ref={part} className={classes.part} aria-labelledby={title}>
      <div className={classes.head}>
        <h3 id={title} className={card.subheading}>
          {t('doors.title')}
        </h3>
        <Button
          variant="default"
          size="xs"
          disabled={!doors.isSuccess}
          onClick={() => setConnecting(true)}
          aria-label={t('doors.connectNamed', { name: application.name })}
        >
          {t('doors.connect')}
        </Button>
      </div>
      <QueryState query={doors} height={44} />
      {doors.data?.length === 0 && <p className={card.quiet}>{t('doors.none')}</p>}
      {doors.data?.map((door) => (
        <DoorRow key={door.door} application={application} door={door} />
      ))}
      {connecting && (
        <ConnectDialog
          application={application}
          connected={(doors.data ?? []).map(({ door }) => door)}
          onClose={() => setConnecting(false)}
        />
      )}
    </section>
  )
}
