package dev.orrery.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TopologyTest {

  private final Ports ports = Ports.usual(Map.of());

  @TempDir Path directory;

  @Test
  void withoutLinksAServiceGoesStraightToWhatItUses() {
    List<Server> servers = servers(Shape.USUAL);
    assertThat(servers).extracting(Server::name).doesNotContain("links");
    assertThat(named(servers, "payment-service").environment())
        .containsEntry("SPRING_KAFKA_BOOTSTRAP_SERVERS", "127.0.0.1:29092")
        .containsEntry("SPRING_DATASOURCE_URL", "jdbc:postgresql://127.0.0.1:25432/payments")
        .containsEntry("ORRERY_PROVIDER_URL", "http://127.0.0.1:28090");
  }

  @Test
  void withLinksAServiceGoesByALinkToAllItUses() {
    List<Server> servers = servers(Shape.USUAL.withLinks());
    Server service = named(servers, "payment-service");
    assertThat(service.needs()).contains("links");
    assertThat(service.environment())
        .containsEntry("SPRING_KAFKA_BOOTSTRAP_SERVERS", "127.0.0.1:28075")
        .containsEntry("SPRING_DATASOURCE_URL", "jdbc:postgresql://127.0.0.1:28076/payments")
        .containsEntry("ORRERY_PROVIDER_URL", "http://127.0.0.1:28077");
  }

  @Test
  void oneServiceAsksAnotherWhereDiscoverySaysOrByTheLinkToTheFirst() {
    List<Server> straight = servers(Shape.USUAL.withReplicas(2));
    assertThat(named(straight, "inventory-service").environment())
        .containsEntry("SPRING_GRPC_SERVER_PORT", "28092")
        .containsEntry("EUREKA_INSTANCE_METADATAMAP_GRPC", "28092");
    assertThat(named(straight, "inventory-service").ports())
        .containsEntry("inventory-service-grpc", 28092);

    List<Server> linked = servers(Shape.USUAL.withLinks().withReplicas(2));
    assertThat(named(linked, "inventory-service").environment())
        .containsEntry("SPRING_GRPC_SERVER_PORT", "28092")
        .containsEntry("EUREKA_INSTANCE_METADATAMAP_GRPC", "28079");
    assertThat(named(linked, "inventory-service-2").environment())
        .containsEntry("SPRING_GRPC_SERVER_PORT", "28192")
        .containsEntry("EUREKA_INSTANCE_METADATAMAP_GRPC", "28192");
  }

  @Test
  void everyLinkIsBetweenTwoThatAre() {
    List<String> names = servers(Shape.USUAL.withLinks()).stream().map(Server::name).toList();
    assertThat(Uses.ALL)
        .allSatisfy(uses -> assertThat(names).contains(uses.service(), uses.server()))
        .extracting(Uses::link)
        .doesNotHaveDuplicates();
  }

  @Test
  void replicasHaveTheirOwnPortsAndShareTheRest() {
    List<Server> servers = servers(Shape.USUAL.withLinks().withReplicas(2));
    Server first = named(servers, "order-service");
    Server second = named(servers, "order-service-2");
    assertThat(second.port()).isNotEqualTo(first.port());
    assertThat(second.environment())
        .containsEntry("SERVER_PORT", Integer.toString(second.port()))
        .containsEntry("SPRING_DATASOURCE_URL", first.environment().get("SPRING_DATASOURCE_URL"))
        .containsEntry(
            "SPRING_KAFKA_BOOTSTRAP_SERVERS",
            first.environment().get("SPRING_KAFKA_BOOTSTRAP_SERVERS"));
    assertThat(servers)
        .extracting(Server::name)
        .contains("inventory-service-2", "payment-service-2")
        .doesNotContain("gateway-2")
        .doesNotHaveDuplicates();
    assertThat(servers).extracting(Server::port).doesNotHaveDuplicates();
  }

  @Test
  void theShapeOfTheLastStartIsKept() {
    Path file = directory.resolve("shape");
    assertThat(Shape.load(file)).isEqualTo(Shape.USUAL);
    Shape shape = Shape.USUAL.withLinks().withReplicas(2);
    shape.save(file);
    assertThat(Shape.load(file)).isEqualTo(shape);
    Shape.USUAL.save(file);
    assertThat(Shape.load(file)).isEqualTo(Shape.USUAL);
  }

  private List<Server> servers(Shape shape) {
    return new Topology(new Programs(directory), directory, ports, shape).servers();
  }

  private static Server named(List<Server> servers, String name) {
    return servers.stream().filter(server -> server.name().equals(name)).findFirst().orElseThrow();
  }
}
