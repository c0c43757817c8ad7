package org.example;

import org.apache.camel.builder.RouteBuilder;
import org.springframework.stereotype.Component;

@Component
public class Invoices extends RouteBuilder {

    @Override
    public void configure() {
        from("direct:invoice").to("altinn-broker:my-resource?recipients={{invoices.partner}}&waitForPublication=true");

        from("altinn-broker:my-resource?delay={{invoices.delay}}&failureBackoff={{invoices.backoff}}")
                .to("{{invoices.to}}");
    }
}
