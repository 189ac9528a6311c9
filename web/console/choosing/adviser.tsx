import { NativeSelect } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { screensOf } from '../../factors.ts'
import card from '../../kit/card.module.css'
import { type Answers, advise, usualAnswers, type Weighed } from './advise.ts'
import classes from './choosing.module.css'
import type { Assumptions } from './price.ts'

const questions = {
  smartphones: ['all', 'some', 'none'],
  computers: ['own', 'shared'],
  stakes: ['high', 'usual'],
  buying: ['yes', 'no'],
} as const satisfies { readonly [Name in keyof Answers]: readonly Answers[Name][] }

interface AdviserProps {
  readonly weighed: readonly Weighed[]
  readonly assumptions: Assumptions
}

/** Four questions, and a mix with its reasons. */
export function Adviser({ weighed, assumptions }: AdviserProps) {
  const { t } = useTranslation('console')
  const [answers, setAnswers] = useState<Answers>(usualAnswers)
  const advice = advise(answers, weighed, assumptions)
  return (
    <section className={`${card.surface} ${classes.card}`} aria-label={t('choosing.adviser.title')}>
      <h2 className={classes.heading}>{t('choosing.adviser.title')}</h2>
      <div className={classes.questions}>
        {(Object.keys(questions) as (keyof Answers)[]).map((name) => (
          <Question
            key={name}
            name={name}
            value={answers[name]}
            onAnswer={(value) => setAnswers({ ...answers, [name]: value })}
          />
        ))}
      </div>
      <ul className={classes.advice} aria-live="polite">
        {advice.map(({ who, factor, reasons }) => {
          const Icon = screensOf(factor.id)?.Icon
          return (
            <li key={who} className={classes.advised}>
              <span className={classes.who}>{t(`choosing.for.${who}`)}</span>
              <strong className={classes.what}>
                {Icon !== undefined && <Icon size={20} />} {factor.guide.name}
              </strong>
              <span className={classes.quiet}>
                {reasons.map((reason) => t(`choosing.reason.${reason}`)).join(' ')}
              </span>
            </li>
          )
        })}
      </ul>
    </section>
  )
}

interface QuestionProps {
  readonly name: keyof Answers
  readonly value: string
  readonly onAnswer: (value: string) => void
}

function Question({ name, value, onAnswer }: QuestionProps) {
  const { t } = useTranslation('console')
  return (
    <NativeSelect
      label={t(`choosing.ask.${name}.question`)}
      value={value}
      onChange={(event) => onAnswer(event.currentTarget.value)}
      data={questions[name].map((answer) => ({ value: answer, label: t(`choosing.ask.${name}.${answer}`) }))}
    />
  )
}
