import { mkdtempDisposableSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import { expect, it } from "vitest";

import { eventsOf, startEventReceiver, toWord } from "../events/event-receiver.ts";
import { describeWithDocker } from "../support/docker-engine.ts";
import { ALPINE, busyboxImage } from "../support/docker-images.ts";
import { createEndpointClient, type EndpointClient } from "../support/endpoint-client.ts";
import { startProduct, type Product } from "../support/product.ts";
import { waitFor } from "../support/wait-for.ts";

describeWithDocker("the events of builds whose endpoint is killed over and over", () => {
  it("all arrive, in their order, while the receiver fails now and then", async () => {
    using data = mkdtempDisposableSync(join(tmpdir(), "crash-events-"));
    let count = 0;
    await using receiver = await startEventReceiver(() => {
      count += 1;
      // One of five is lost on the way, one refused.
      if (count % 5 === 1) return (request) => request.socket.destroy();
      return count % 5 === 3 ? 500 : 200;
    });
    let product: Product | undefined;
    const start = async (): Promise<EndpointClient> => {
      product = await startProduct({ args: ["--data-dir", data.path, "--events-url", receiver.url] });
      return createEndpointClient(product.url);
    };
    try {
      let client = await start();
      const project = await client.createProject(busyboxImage(ALPINE));
      const buildspec = {
        version: 0.2,
        phases: {
          install: { commands: ["sleep 0.4"] },
          build: { commands: ["sleep 0.4"] },
          post_build: { commands: ["sleep 0.4"] },
        },
      };
      const started = [await client.startBuild(project, buildspec), await client.startBuild(project, buildspec)];
      for (const milliseconds of [100, 300, 500, 200, 400]) {
        await sleep(milliseconds); // the moment of a crash is what varies here
        await product?.kill9();
        client = await start();
      }
      for (const { id, arn } of started) {
        const build = await client.finish(id);
        const events = await waitFor("the build's last event", () => {
          const taken = eventsOf(receiver.taken, arn);
          return taken.some((event) => toWord(event) === build.buildStatus) ? taken : undefined;
        });
        expect(build.buildStatus).toBe("SUCCEEDED");
        // A build whose container was not started yet is prepared anew: what ended before the crash ends once more.
        const told = events.map(toWord);
        const last = told.filter((word, index) => told.lastIndexOf(word) === index);
        expect(last).toEqual([
          "IN_PROGRESS",
          ...(build.phases ?? []).slice(0, -1).map((phase) => `${phase.phaseType ?? ""} SUCCEEDED`),
          "SUCCEEDED",
        ]);
        // What arrived more than once arrived before anything later was taken.
        const order = eventsOf(receiver.arrived, arn).map((event) => event.id);
        expect(order).toEqual(events.map((event) => event.id));
      }
    } finally {
      await product?.[Symbol.asyncDispose]();
    }
  }, 90_000);
});
