// Names that may be long, cut with an ellipsis: a model that is only known by its ARN, a file and the line in it.
import { count } from '../../format.ts'
import { fileName } from './side.ts'

export function ModelName({ id, name }: { id: string; name: string }) {
  return <span className="clip reconcile-model" title={id}>{name}</span>
}

export function SourceName({ source, position, about }: { source: string; position: number; about?: string }) {
  return (
    <span className="reconcile-source t2" title={about === undefined ? source : `${source}. ${about}`}>
      <span className="ellipsis">{fileName(source)}</span>, {count(position)}
    </span>
  )
}
