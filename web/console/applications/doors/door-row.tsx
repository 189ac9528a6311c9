import { Button } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type DoorView, type FindingView, tryDoor } from '../../../api/doors.ts'
import type { ApplicationView } from '../../../api/types.ts'
import { ProblemAlert } from '../../../kit/problem-alert.tsx'
import { Steps } from '../connect/steps.tsx'
import { ChangeDoorDialog } from './change-door-dialog.tsx'
import { DisconnectDialog } from './disconnect-dialog.tsx'
import { iconOf } from './door-icon.ts'
import classes from './doors.module.css'
import { Secrets } from './secrets.tsx'
import { ShownRows } from './shown-rows.tsx'
import { Streams } from './streams.tsx'
import { Trial } from './trial.tsx'
import { useDoorAct } from './use-door-act.ts'
import { useDoorKinds } from './use-door-kinds.ts'

interface DoorRowProps {
  readonly application: ApplicationView
  readonly door: DoorView
}

/** One door of an application: what the other side needs to know, its secrets, its settings, its end. */
export function DoorRow({ application, door }: DoorRowProps) {
  const { t } = useTranslation('console')
  const kind = useDoorKinds().data?.find(({ id }) => id === door.door)
  const [asking, setAsking] = useState<'change' | 'disconnect'>()
  const [findings, setFindings] = useState<readonly FindingView[]>()
  const trying = useDoorAct(application.id, (name: string) => tryDoor(application.id, name), setFindings)
  const [opened, setOpened] = useState(false)
  const close = () => setAsking(undefined)
  const Icon = iconOf(door.door)
  return (
    <details className={classes.door} onToggle={({ currentTarget }) => setOpened(currentTarget.open)}>
      <summary>
        <Icon size={20} />
        <span>{door.name}</span>
      </summary>
      <div className={classes.inside}>
        {door.shows.length > 0 && <ShownRows rows={door.shows} />}
        {door.steps.length > 0 && (
          <details className={classes.steps}>
            <summary>{t('products.stepsThere')}</summary>
            <Steps steps={door.steps} />
          </details>
        )}
        {door.sharesSecret && <Secrets applicationId={application.id} door={door} />}
        {opened && <Streams applicationId={application.id} door={door.door} />}
        <ProblemAlert problem={trying.problem} />
        {findings !== undefined && <Trial findings={findings} />}
        <div className={classes.acts}>
          <Button size="xs" variant="default" loading={trying.pending} onClick={() => trying.run(door.door)}>
            {t('trial.now')}
          </Button>
          <Button
            variant="default"
            size="xs"
            disabled={kind === undefined}
            onClick={() => setAsking('change')}
          >
            {t('doors.change')}
          </Button>
          <Button variant="outline" color="red" size="xs" onClick={() => setAsking('disconnect')}>
            {t('doors.disconnect')}
          </Button>
        </div>
      </div>
      {asking === 'change' && kind !== undefined && (
        <ChangeDoorDialog application={application} door={door} kind={kind} onClose={close} />
      )}
      {asking === 'disconnect' && <DisconnectDialog application={application} door={door} onClose={close} />}
    </details>
  )
}
