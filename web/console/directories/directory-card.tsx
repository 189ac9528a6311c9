import { Badge, Button } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import {
  checkDirectory,
  type DirectoryReport,
  type DirectoryView,
  type SyncView,
  syncDirectory,
} from '../../api/directories.ts'
import { keys } from '../../api/keys.ts'
import card from '../../kit/card.module.css'
import { ProblemAlert } from '../../kit/problem-alert.tsx'
import { span, When } from '../../kit/when.tsx'
import { useAct } from '../../step-up/use-act.ts'
import { Report } from './report.tsx'
import { SyncDialog } from './sync-dialog.tsx'

/** One directory: how it fares, what its servers say now, and a reading of it. */
export function DirectoryCard({ directory }: { directory: DirectoryView }) {
  const { t, i18n } = useTranslation('console')
  const { id, place, every, accounts, groups, last } = directory
  const [report, setReport] = useState<DirectoryReport>()
  const [preview, setPreview] = useState<SyncView>()
  const checking = useAct([], () => checkDirectory(id), setReport)
  const previewing = useAct([], () => syncDirectory(id, { preview: true }), setPreview)
  const outcome = last === undefined ? 'never' : (last.outcome ?? 'reading')
  const colour = { done: 'gate', held: 'yellow', failed: 'red', reading: 'gray', never: 'gray' }[outcome]
  return (
    <article className={`${card.surface} ${card.card}`}>
      <div className={card.head}>
        <div className={card.title}>
          <h2 className={card.name}>
            {id}
            <Badge variant="light" color={colour}>
              {t(`directories.outcome.${outcome}`)}
            </Badge>
          </h2>
          <p className={card.address}>{place}</p>
        </div>
        <div className={card.buttons}>
          <Button
            variant="default"
            size="sm"
            loading={checking.pending}
            onClick={() => checking.run(undefined)}
          >
            {t('directories.check')}
          </Button>
          <Button
            variant="default"
            size="sm"
            loading={previewing.pending}
            onClick={() => previewing.run(undefined)}
          >
            {t('directories.sync')}
          </Button>
        </div>
      </div>
      <p className={card.quiet}>
        {t('directories.counts', { ...accounts, count: groups })}
        {last !== undefined && (
          <>
            {' · '}
            {t('directories.lastRead')} <When at={last.endedAt ?? last.beganAt} />
          </>
        )}
        {' · '}
        {t('directories.every', { time: span(every, i18n.language) })}
      </p>
      {outcome === 'held' && <p>{t('directories.heldText')}</p>}
      <ProblemAlert problem={checking.problem ?? previewing.problem} />
      {report !== undefined && <Report report={report} />}
      {preview !== undefined && (
        <SyncDialog
          id={id}
          preview={preview}
          changes={keys.directories}
          onClose={() => setPreview(undefined)}
        />
      )}
    </article>
  )
}
