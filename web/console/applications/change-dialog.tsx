import { Checkbox, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { changeApplication, putLogo, removeLogo } from '../../api/applications.ts'
import { keys } from '../../api/keys.ts'
import type { ApplicationView } from '../../api/types.ts'
import { Confirm } from '../../kit/confirm.tsx'
import { tell } from '../../kit/tell.ts'
import { useAct } from '../../step-up/use-act.ts'
import { ClassField } from './class-field.tsx'
import { LogoField } from './logo-field.tsx'

interface ChangeDialogProps {
  readonly application: ApplicationView
  readonly onClose: () => void
}

/** Changes what an application guards, whether it vouches, and whether it is on. */
export function ChangeDialog({ application, onClose }: ChangeDialogProps) {
  const { t } = useTranslation('console')
  /** What others change meanwhile is not changed back: what was looked at is kept. */
  const [looked] = useState(application)
  const [kind, setKind] = useState(looked.class)
  const [owner, setOwner] = useState(looked.owner ?? '')
  const [logo, setLogo] = useState<string>()
  const [vouches, setVouches] = useState(looked.vouches)
  const [active, setActive] = useState(looked.status === 'active')
  const changing = useAct(
    [keys.applications, keys.coverage],
    async (reason: string) => {
      if (logo !== undefined) await changeLogo(application.id, logo, reason)
      return changeApplication(application.id, {
        reason,
        ...(kind === looked.class ? {} : { class: kind }),
        ...(owner.trim() === (looked.owner ?? '') ? {} : { owner: owner.trim() }),
        ...(vouches === looked.vouches ? {} : { vouches }),
        ...(active === (looked.status === 'active') ? {} : { status: active ? 'active' : 'disabled' }),
      })
    },
    () => {
      tell(t('applications.changed', { name: application.name }))
      onClose()
    },
  )
  return (
    <Confirm
      reason
      title={t('applications.changeTitle', { name: application.name })}
      action={t('applications.change')}
      pending={changing.pending}
      problem={changing.problem}
      onConfirm={changing.run}
      onClose={onClose}
    >
      <ClassField value={kind} onChange={setKind} />
      <TextInput
        label={t('applications.owner')}
        description={t('applications.ownerHint')}
        maxLength={200}
        autoComplete="off"
        value={owner}
        onChange={(event) => setOwner(event.currentTarget.value)}
      />
      <LogoField shown={logo ?? application.logo} onChange={setLogo} />
      <Checkbox
        size="sm"
        label={t('applications.vouchesLabel')}
        description={t('applications.vouchesHint')}
        checked={vouches}
        onChange={(event) => setVouches(event.currentTarget.checked)}
      />
      <Checkbox
        size="sm"
        label={t('applications.activeLabel')}
        description={t('applications.activeHint')}
        checked={active}
        onChange={(event) => setActive(event.currentTarget.checked)}
      />
    </Confirm>
  )
}

/** A data URL, or nothing where it is taken away. */
async function changeLogo(applicationId: string, logo: string, reason: string): Promise<void> {
  if (logo === '') await removeLogo(applicationId, reason)
  else await putLogo(applicationId, { image: logo.slice(logo.indexOf(',') + 1), reason })
}
