"""What the tests of judging share: a task whose answers are good and bad by turns, and judges that grade them."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping

from tests.end_to_end.apis import QUICK
from tests.end_to_end.runs import Finished, Workspace
from tests.servers.openai_server import Answers, RunningServer
from tests.servers.settings import Rule

TASK = """\
# @package tasks.essay
name: essay
dataset: {{path: {folder}, split: test}}
sample: {{id: id, question: question, answer: answer}}
protocol: ${{protocol.name}}
protocols:
  official:
    prompt: {{user: "{{{{ question }}}}"}}
    {scoring}
    rubric:
      {rubric}
      system: You grade.
      verdict: {verdict}
      judge: gpt_4o
metrics: {{quality: mean}}
"""
ASKED = 'version: 3\n      user: "Q: {{ question }} | gold: {{ target }} | said: {{ response }}"'
COUNT = 30
Grade = Callable[..., Finished]


def grader(workspace: Workspace) -> Grade:
    """Runs the task against a scripted model whose answers are `good` and `bad` by turns of its questions."""
    data = workspace.folder / "data"
    data.mkdir()
    questions = [f"Number {i} is {'odd' if i % 2 else 'even'}?" for i in range(COUNT)]
    rows = [json.dumps({"id": str(i), "question": one, "answer": "good"}) for i, one in enumerate(questions)]
    (data / "test.jsonl").write_text("\n".join(rows))
    (workspace.folder / "conf" / "task").mkdir(parents=True)

    def run(
        *settings: str,
        verdict: str = "{kind: number, low: 0, high: 10}",
        scoring: str = "",
        name: str = "run",
        rubric: str = ASKED,
        environment: Mapping[str, str] | None = None,
    ) -> Finished:
        text = TASK.format(folder=data, verdict=verdict, scoring=scoring, rubric=rubric)
        (workspace.folder / "conf" / "task" / "essay.yaml").write_text(text)
        model = ("model=scripted", "model.rules={even: good, odd: bad}", "model.batch_size=2")
        return workspace.run("--config-dir", str(workspace.folder / "conf"), *model, "task=essay", *QUICK, *settings,
                             run=name, environment=environment)  # fmt: skip

    return run


def judge(server: RunningServer, name: str = "judge") -> tuple[str, ...]:
    return (
        "judge=openai_compatible",
        f"judge.models.judge.base_url={server.url}/v1",
        f"judge.models.judge.model={name}",
    )


def answers(good: str = "8", bad: str = "2", other: str = "0") -> Answers:
    return Answers(mode="rules", rules=(Rule("said: good", good), Rule("said: bad", bad)), constant=other)
