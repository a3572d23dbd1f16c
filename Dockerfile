# The endpoint as an image. The bundle is made outside: `npm run build -- --clean && docker build -t codebuild-local .`
# docs/container.md says how to run it beside the Docker socket.
ARG BASE=node:24-slim
FROM ${BASE}
# Sources are cloned by git. A base that has it needs no package.
RUN command -v git >/dev/null || { apt-get update \
    && apt-get install --yes --no-install-recommends ca-certificates git \
    && rm -rf /var/lib/apt/lists/*; }
COPY package.json LICENSE /opt/codebuild-local/
COPY bin/codebuild-local.js /opt/codebuild-local/bin/
COPY dist/ /opt/codebuild-local/dist/
COPY scripts/container-entry.mjs /opt/codebuild-local/scripts/
ENV CODEBUILD_LOCAL_HOST=0.0.0.0 \
    CODEBUILD_LOCAL_DATA_DIR=/var/lib/codebuild-local
VOLUME /var/lib/codebuild-local
EXPOSE 4566
HEALTHCHECK --interval=10s --timeout=5s --start-period=10s \
    CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.CODEBUILD_LOCAL_PORT || 4566}/_codebuild-local/health`).then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["node", "/opt/codebuild-local/scripts/container-entry.mjs"]
CMD ["start"]
