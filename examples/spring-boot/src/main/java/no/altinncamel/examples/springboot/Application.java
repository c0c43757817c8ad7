package no.altinncamel.examples.springboot;

import javax.sql.DataSource;

import org.apache.camel.processor.idempotent.jdbc.JdbcMessageIdRepository;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;

@SpringBootApplication
public class Application {

    public static void main(String[] arguments) {
        SpringApplication.run(Application.class, arguments);
    }

    /** What was sent and what was received is remembered across restarts and crashes, and by all nodes together. */
    @Bean
    JdbcMessageIdRepository claims(DataSource database) {
        return new JdbcMessageIdRepository(database, "altinn");
    }
}
