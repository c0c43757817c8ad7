package no.altinncamel.matrix.startup;

import org.apache.camel.builder.RouteBuilder;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;

/** As little as an application with Camel can be: it starts and ends. */
@SpringBootApplication
public class Application {

    public static void main(String[] args) {
        try (ConfigurableApplicationContext started = SpringApplication.run(Application.class, args)) {
            ProcessHandle.current()
                    .info()
                    .totalCpuDuration()
                    .ifPresent(time -> System.out.println("processor time " + time.toMillis() + " ms"));
        }
    }

    @Bean
    RouteBuilder plain() {
        return new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:plain").setBody(constant("hello"));
            }
        };
    }

    /** The first poll is an hour away, so that no Altinn is needed. */
    @Bean
    @ConditionalOnProperty("startup.routes")
    RouteBuilder broker() {
        return new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:send").to("altinn-broker:my-resource?sender=310332216&recipients=314244370");
                from("altinn-broker:my-resource?initialDelay=3600000").setBody(constant("received"));
            }
        };
    }
}
