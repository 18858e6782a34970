package dev.orrery.order.pricing;

import org.springframework.context.annotation.Configuration;
import org.springframework.web.service.registry.ImportHttpServices;

/** Addresses and timeouts: {@code spring.http.serviceclient.inventory.*}. */
@Configuration
@ImportHttpServices(group = "inventory", types = InventoryProducts.class)
class PricingConfiguration {}
