import { Badge, Button } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ApplicationView, IssuedKey } from '../../api/types.ts'
import { ApplicationLogo } from '../../kit/application-logo.tsx'
import card from '../../kit/card.module.css'
import { When } from '../../kit/when.tsx'
import classes from './applications.module.css'
import { ChangeDialog } from './change-dialog.tsx'
import { DoorsPart } from './doors/doors-part.tsx'
import { IssueDialog } from './issue-dialog.tsx'
import { IssuedKeyDialog } from './issued-key-dialog.tsx'
import { KeyRow } from './key-row.tsx'
import { RegistrationPart } from './registration/registration-part.tsx'

/** One application with its doors and its keys. */
export function ApplicationCard({ application }: { application: ApplicationView }) {
  const { t } = useTranslation('console')
  const [issuing, setIssuing] = useState(false)
  const [changing, setChanging] = useState(false)
  const [issued, setIssued] = useState<IssuedKey>()
  return (
    <article className={`${card.surface} ${classes.card}`}>
      <div className={classes.head}>
        <div>
          <h2 className={card.name}>
            <ApplicationLogo src={application.logo} />
            {application.name}
            <Badge variant="light" color="gray">
              {t(`policy.class.${application.class}`, application.class)}
            </Badge>
            {application.status === 'disabled' && (
              <Badge variant="light" color="red">
                {t('applications.off')}
              </Badge>
            )}
            {application.vouches && (
              <Badge variant="light" color="yellow">
                {t('applications.vouches')}
              </Badge>
            )}
          </h2>
          <p className={classes.quiet}>
            {t('applications.created')} <When at={application.createdAt} />
            {application.owner !== undefined && ` · ${t('applications.owned', { owner: application.owner })}`}
          </p>
        </div>
        <div className={card.buttons}>
          <Button
            variant="default"
            size="sm"
            onClick={() => setChanging(true)}
            aria-label={t('applications.changeNamed', { name: application.name })}
          >
            {t('applications.change')}
          </Button>
          <Button
            variant="default"
            size="sm"
            onClick={() => setIssuing(true)}
            aria-label={t('keys.issueFor', { name: application.name })}
          >
            {t('keys.issue')}
          </Button>
        </div>
      </div>
      <RegistrationPart application={application} />
      <DoorsPart application={application} />
      {application.keys.length > 0 && (
        <section className={classes.part}>
          <h3 className={card.subheading}>{t('keys.title')}</h3>
          <ul className={classes.keys}>
            {application.keys.map((key) => (
              <KeyRow key={key.id} applicationId={application.id} apiKey={key} onIssued={setIssued} />
            ))}
          </ul>
        </section>
      )}
      {changing && <ChangeDialog application={application} onClose={() => setChanging(false)} />}
      {issuing && (
        <IssueDialog
          application={application}
          onIssued={(key) => {
            setIssuing(false)
            setIssued(key)
          }}
          onClose={() => setIssuing(false)}
        />
      )}
      {issued !== undefined && <IssuedKeyDialog apiKey={issued} onClose={() => setIssued(undefined)} />}
    </article>
  )
}
