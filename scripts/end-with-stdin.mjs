// Loaded before a program (`node --import`) that its parent holds by a pipe: asks it to end when the pipe does.
process.stdin.on("end", () => process.kill(process.pid, "SIGTERM")).resume();
