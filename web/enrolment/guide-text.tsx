import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { FactorInfo } from '../api/types.ts'
import { screensOf } from '../factors.ts'
import classes from './enrolment.module.css'
import { GuideWays } from './guide-ways.tsx'

interface GuideTextProps {
  readonly info: FactorInfo
  /** How deep its headings stand. */
  readonly level?: 2 | 3
}

/** The teaching text of a factor: picture, needs, steps, ways of the common apps and devices, what can go wrong, what when lost, why it is graded so, tips. */
export function GuideText({ info, level = 3 }: GuideTextProps) {
  const { t } = useTranslation('enrolment')
  const { guide } = info
  const Picture = screensOf(info.id)?.Picture
  const Heading = `h${level}` as const
  return (
    <div className={classes.guide}>
      {Picture !== undefined && <Picture />}
      <Heading>{t('guide.needs')}</Heading>
      <p>{guide.needs}</p>
      <Heading>{t('guide.steps')}</Heading>
      <ol>{lines(guide.steps)}</ol>
      {guide.ways !== undefined && (
        <>
          <Heading>{t('guide.ways')}</Heading>
          <GuideWays info={info} ways={guide.ways} label={t('guide.ways')} level={level === 2 ? 3 : 4} />
        </>
      )}
      <Heading>{t('guide.troubles')}</Heading>
      <dl>
        {guide.troubles.map(({ sign, help }) => (
          <div key={sign}>
            <dt>{sign}</dt>
            <dd>{help}</dd>
          </div>
        ))}
      </dl>
      <Heading>{t('guide.lost')}</Heading>
      <ol>{lines(guide.whenLost)}</ol>
      <Heading>{t('guide.tips')}</Heading>
      <ul>{lines(guide.tips)}</ul>
      <Heading>{t('guide.why')}</Heading>
      <dl>
        {(['cost', 'ease', 'security'] as const).map((mark) => (
          <div key={mark}>
            <dt>{t(`meter.${mark}`)}</dt>
            <dd>{guide[mark].why}</dd>
          </div>
        ))}
      </dl>
    </div>
  )
}

function lines(texts: readonly string[]): ReactNode {
  return texts.map((text) => <li key={text}>{text}</li>)
}
