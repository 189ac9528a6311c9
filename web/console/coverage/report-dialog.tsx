import { Button, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { type ChangeEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type SignedCoverage, signCoverage } from '../../api/coverage.ts'
import { asProblem } from '../../api/problem.ts'
import { Alert } from '../../kit/alert.tsx'
import card from '../../kit/card.module.css'
import { CopyButton } from '../../kit/copy-button.tsx'
import { Dialog } from '../../kit/dialog.tsx'
import { ProblemAlert } from '../../kit/problem-alert.tsx'
import { saveFile } from '../../kit/save-file.ts'
import { useStepUp } from '../../step-up/use-step-up.ts'
import classes from './coverage.module.css'
import { Difference } from './difference.tsx'

/** Makes a signed report for auditors, saves it, and tells what has changed since the one before. */
export function ReportDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('console')
  const withStepUp = useStepUp()
  const [before, setBefore] = useState<File>()
  const signing = useMutation({
    mutationFn: async () => {
      const predecessor = await before?.text()
      return withStepUp(() => signCoverage(predecessor))
    },
    onSuccess: (made) => {
      if (made !== undefined) save(made)
    },
  })

  function choose(event: ChangeEvent<HTMLInputElement>): void {
    setBefore(event.currentTarget.files?.[0])
    signing.reset()
  }

  return (
    <Dialog title={t('openWays.report')} onClose={onClose}>
      <div className={classes.report}>
        <p className={card.quiet}>{t('openWays.reportText')}</p>
        <TextInput
          type="file"
          accept=".json,application/json"
          label={t('openWays.reportBefore')}
          description={t('openWays.reportBeforeHint')}
          onChange={choose}
        />
        {signing.error !== null && <ProblemAlert problem={asProblem(signing.error)} />}
        {signing.data !== undefined && <Made made={signing.data} />}
        <Button loading={signing.isPending} onClick={() => signing.mutate()}>
          {t('openWays.reportAction')}
        </Button>
      </div>
    </Dialog>
  )
}

function Made({ made }: { made: SignedCoverage }) {
  const { t } = useTranslation('console')
  const { fingerprint, difference } = made
  return (
    <div className={classes.report} aria-live="polite">
      <Alert tone="good" title={t('openWays.reportMade')}>
        <p>{t('openWays.reportPin')}</p>
        <p className={classes.pin}>
          <code>{fingerprint}</code>
        </p>
        <CopyButton text={fingerprint} />
      </Alert>
      {difference !== undefined && <Difference difference={difference} />}
    </div>
  )
}

function save({ signed }: SignedCoverage): void {
  const day = new Date(signed.report.at).toISOString().slice(0, 10)
  saveFile(`coverage-${day}.json`, `${JSON.stringify(signed, undefined, 2)}\n`, 'application/json')
}
