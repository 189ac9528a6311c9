import { Badge, Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { FactorInfo } from '../api/types.ts'
import { screensOf } from '../factors.ts'
import card from '../kit/card.module.css'
import { Meter } from '../kit/meter.tsx'
import classes from './enrolment.module.css'
import { GuideText } from './guide-text.tsx'

const marks = ['cost', 'ease', 'security'] as const

/** One factor to choose: what it is, its three grades, and how it works on request. */
export function FactorCard({ info, onChoose }: { info: FactorInfo; onChoose: () => void }) {
  const { t } = useTranslation('enrolment')
  const { guide } = info
  const Icon = screensOf(info.id)?.Icon
  return (
    <article className={`${card.surface} ${classes.card}`} aria-labelledby={`factor-${info.id}`}>
      <header className={classes.head}>
        <span className={classes.icon} aria-hidden="true">
          {Icon !== undefined && <Icon size={22} />}
        </span>
        <h2 id={`factor-${info.id}`} className={classes.name}>
          {guide.name}
        </h2>
        {info.phishingResistant && <Badge variant="light">{t('choose.phishing')}</Badge>}
        {info.restricted && (
          <Badge variant="light" color="yellow">
            {t('choose.restricted')}
          </Badge>
        )}
      </header>
      <p className={classes.summary}>{guide.summary}</p>
      <div className={classes.meters}>
        {marks.map((mark) => (
          <Meter
            key={mark}
            label={t(`meter.${mark}`)}
            grade={guide[mark].grade}
            words={t(`meter.${mark}Words.${guide[mark].grade}`)}
          />
        ))}
      </div>
      <details className={classes.more}>
        <summary>{t('choose.more')}</summary>
        <GuideText info={info} />
        <p>
          <a href={`/guides/${info.id}`} target="_blank" rel="noreferrer">
            {t('guide.alone')}
          </a>
        </p>
      </details>
      <Button fullWidth onClick={onChoose} aria-describedby={`factor-${info.id}`}>
        {t('choose.set')}
      </Button>
    </article>
  )
}
