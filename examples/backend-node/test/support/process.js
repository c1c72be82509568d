import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

const PATIENCE_MS = 20_000;

/** A program that says on its first line where it listens: `<name>: <origin>`. It ends with the test at the latest. */
export class Running {
  stdout = '';
  stderr = '';

  static async start(t, command, args, env) {
    const running = new Running();
    running.child = spawn(command, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
    running.closed = once(running.child, 'close', { signal: AbortSignal.timeout(PATIENCE_MS) });
    running.child.stderr.on('data', (data) => (running.stderr += data));
    t.after(() => running.child.kill('SIGKILL'));
    const lines = createInterface({ input: running.child.stdout });
    lines.on('line', (line) => (running.stdout += `${line}\n`));
    const [line] = await Promise.race([once(lines, 'line'), running.#endedEarly()]);
    running.origin = line.replace(/^[a-z]+: /, '');
    return running;
  }

  /** Ends the program with SIGTERM; its exit code. */
  async terminate() {
    this.child.kill('SIGTERM');
    const [code] = await this.closed;
    return code;
  }

  async #endedEarly() {
    const [code] = await this.closed;
    throw new Error(`ended with ${code}: ${this.stderr}`);
  }
}
