package dev.orrery.rpc;

import io.grpc.ManagedChannelBuilder;
import io.grpc.netty.NettyServerBuilder;
import io.micrometer.core.instrument.binder.grpc.GrpcServerObservationContext;
import io.micrometer.observation.ObservationPredicate;
import java.util.concurrent.Executors;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.grpc.server.autoconfigure.GrpcServerExecutorProvider;
import org.springframework.cloud.client.discovery.DiscoveryClient;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.grpc.client.GrpcChannelBuilderCustomizer;
import org.springframework.grpc.server.ServerBuilderCustomizer;
import org.springframework.grpc.server.exception.GrpcExceptionHandler;

/** What both sides of a call have in common over all services. */
@AutoConfiguration(
    beforeName = "org.springframework.boot.grpc.server.autoconfigure.GrpcServerAutoConfiguration",
    afterName =
        "org.springframework.cloud.client.discovery.composite.CompositeDiscoveryClientAutoConfiguration")
@EnableConfigurationProperties(RpcProperties.class)
class RpcAutoConfiguration {

  @Configuration(proxyBeanMethods = false)
  @ConditionalOnClass(DiscoveryClient.class)
  @ConditionalOnBean(DiscoveryClient.class)
  static class Caller {

    @Bean
    <T extends ManagedChannelBuilder<T>> GrpcChannelBuilderCustomizer<T> instancesByDiscovery(
        DiscoveryClient discovery, RpcProperties properties) {
      var instances = new Instances(discovery, properties.lookupInterval());
      return (_, builder) -> builder.setNameResolverArg(DiscoveryResolvers.INSTANCES, instances);
    }
  }

  @Configuration(proxyBeanMethods = false)
  @ConditionalOnClass(GrpcServerExecutorProvider.class)
  static class Called {

    /** A handler may wait for the database. */
    @Bean
    GrpcServerExecutorProvider virtualThreads() {
      return Executors::newVirtualThreadPerTaskExecutor;
    }

    @Bean
    ServerBuilderCustomizer<NettyServerBuilder> boundedConnections(RpcProperties properties) {
      return server -> server.maxConcurrentCallsPerConnection(properties.callsPerConnection());
    }

    /** Callers ask for health all day; that is no request of anybody. */
    @Bean
    ObservationPredicate untracedProbes() {
      return (_, context) ->
          !(context instanceof GrpcServerObservationContext call
              && call.getFullMethodName().startsWith("grpc."));
    }

    /** After all who know better. */
    @Bean
    @Order(Ordered.LOWEST_PRECEDENCE)
    GrpcExceptionHandler unexpectedFailures() {
      return new UnexpectedFailures();
    }
  }
}
