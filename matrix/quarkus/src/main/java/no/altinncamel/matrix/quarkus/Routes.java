package no.altinncamel.matrix.quarkus;

import org.apache.camel.builder.RouteBuilder;

/** Sends what lies in a folder to itself, and receives it into another. */
public class Routes extends RouteBuilder {

    @Override
    public void configure() {
        from("file:{{outbox}}").to("altinn-broker:{{resource}}?sender={{organization}}&recipients={{organization}}");

        from("altinn-broker:{{resource}}?initialDelay=0&delay=3000")
                .to("file:{{inbox}}?fileName=${header.CamelFileName}"
                        + "&tempFileName=.part-${header.CamelAltinnBrokerFileTransferId}");
    }
}
