# Every image of Orrery. One build serves all; SERVICE says which one an image is:
#   docker build --build-arg SERVICE=gateway -t orrery/gateway .
#   docker build --target provider -t orrery/provider .

FROM maven:3-eclipse-temurin-25 AS build
WORKDIR /orrery
COPY . .
# Maven's repository is kept between builds: a change of ours downloads nothing. Formatting and tests
# belong to ./orrery test; the servers the sandbox would fetch are images here.
RUN --mount=type=cache,target=/root/.m2 \
    mvn -q -B package -Dmaven.test.skip -Dspotless.check.skip -Dmdep.skip \
      -pl discovery,gateway,order-service,inventory-service,payment-service,sandbox -am \
 && for service in discovery gateway order-service inventory-service payment-service; do \
      java -Djarmode=tools -jar $service/target/$service.jar \
        extract --layers --destination /image/$service \
      && mv /image/$service/application/$service.jar /image/$service/application/service.jar \
      || exit 1; \
    done \
 # The provider needs nothing but Jackson 3, which every service brings.
 && mkdir -p /image/provider/lib \
 && cp /image/gateway/dependencies/lib/jackson-core-3.* \
       /image/gateway/dependencies/lib/jackson-databind-3.* \
       /image/gateway/dependencies/lib/jackson-annotations-* /image/provider/lib \
 && cp sandbox/target/orrery-sandbox-*.jar /image/provider/provider.jar

FROM eclipse-temurin:25-jre AS runtime
RUN groupadd --gid 10001 orrery \
 && useradd --uid 10001 --gid orrery --home-dir /orrery --no-create-home orrery \
 && install -d -o orrery -g orrery /orrery /orrery/data
WORKDIR /orrery
ENV READY_PATH=/actuator/health/readiness
# Asked through bash itself: a JRE image has no curl to rely on, and a JVM a second is too much.
HEALTHCHECK --interval=3s --timeout=3s --start-period=240s --retries=3 \
  CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/$SERVER_PORT && printf 'GET %s HTTP/1.0\\r\\nHost: localhost\\r\\n\\r\\n' $READY_PATH >&3 && read -r _ status _ <&3 && [ \"$status\" = 200 ]"]

# The payment provider that payment-service talks to; the outside world, so not a service of ours.
FROM runtime AS provider
COPY --from=build /image/provider/lib lib
COPY --from=build /image/provider/provider.jar provider.jar
ENV SERVER_PORT=28090 READY_PATH=/v1/book/summary
VOLUME /orrery/data
USER orrery
ENTRYPOINT ["java", "-XX:MaxRAMPercentage=50", "-XX:+ExitOnOutOfMemoryError", "-cp", "provider.jar:lib/*", \
  "dev.orrery.sandbox.provider.ProviderSimulator", "--address=0.0.0.0", "--port=28090", "--journal=/orrery/data/book.jsonl"]

FROM runtime AS service
ARG SERVICE
ENV SERVER_ADDRESS=0.0.0.0 SERVER_PORT=8080
# From what changes least to what changes most.
COPY --from=build /image/${SERVICE}/dependencies/ ./
COPY --from=build /image/${SERVICE}/snapshot-dependencies/ ./
COPY --from=build /image/${SERVICE}/application/ ./
USER orrery
# The addresses behind a name change while a service runs: they are asked for again after a second.
ENTRYPOINT ["java", "-XX:MaxRAMPercentage=60", "-XX:+ExitOnOutOfMemoryError", \
  "-Dsun.net.inetaddr.ttl=1", "-Dsun.net.inetaddr.negative.ttl=1", "-jar", "service.jar"]
