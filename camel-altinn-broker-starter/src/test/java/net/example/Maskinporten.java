package net.example;

import org.apache.camel.support.jsse.KeyStoreParameters;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration
public class Maskinporten {

    @Bean
    KeyStoreParameters maskinportenStore(
            @Value("${my-app.store}") String resource, @Value("${my-app.store-password}") String password) {
        KeyStoreParameters store = new KeyStoreParameters();
        store.setResource(resource);
        store.setType("PKCS12");
        store.setPassword(password);
        return store;
    }
}
