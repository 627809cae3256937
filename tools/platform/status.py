"""What runs: every process, its id, its memory, and whether it is ready."""

from pathlib import Path

from tools.platform.answering import answers_http
from tools.platform.keeping import ask_kept
from tools.platform.plan import Plan
from tools.platform.record import running_pid, running_plan
from tools.platform.trees import resident_bytes

MEGABYTE = 1024 * 1024


def show(folder: Path) -> int:
    """Print the table; 0 when there is a platform to tell of."""
    plan = running_plan(folder)
    if plan is None:
        print("CarePlatform does not run from this folder.")
        return 1
    rows = [(one.name, one.pid, one.state.lower()) for one in ask_kept(plan)]
    ready = _readiness(plan)
    print(f"{'process':<22} {'pid':>7} {'resident':>10}  state")
    for name, pid, state in sorted(rows):
        memory = f"{resident_bytes(pid) / MEGABYTE:.0f} MB" if pid else "-"
        word = state if name not in ready or state != "running" else "ready" if ready[name] else "not ready"
        print(f"{name:<22} {pid or '-':>7} {memory:>10}  {word}")
    print(f"{'together':<22} {'':>7} {_together(folder):>10}  {plan.url}")
    return 0


def _readiness(plan: Plan) -> dict[str, bool]:
    return {program.name: answers_http(program.ready_url) for program in plan.services()}


def _together(folder: Path) -> str:
    """With the process manager and the command that watches over it."""
    return f"{resident_bytes(running_pid(folder) or 0) / MEGABYTE:.0f} MB"
